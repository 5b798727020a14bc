// Asks the browser for a passkey, or to make one, and sends what it says with the form. Without this
// the page says that passkeys need it, and offers another way.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

// The ids of passkeys that somebody has: not to be made again, or the ones to choose from.
const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

async function make(options) {
  const key = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
      // A passkey that is found without a name typed in, and that checks who holds it.
      authenticatorSelection: {
        ...options.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  return said(key, {
    attestationObject: text(key.response.attestationObject),
    transports: key.response.getTransports?.() ?? [],
  });
}

async function use(options) {
  const key = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: known(options.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = key.response;
  return said(key, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle && text(userHandle),
  });
}

const said = (key, response) => ({
  id: key.id,
  rawId: text(key.rawId),
  type: key.type,
  authenticatorAttachment: key.authenticatorAttachment,
  clientExtensionResults: key.getClientExtensionResults(),
  response: { clientDataJSON: text(key.response.clientDataJSON), ...response },
});

function wake(part) {
  const form = part.querySelector("form");
  const button = form.querySelector("button");
  const problem = part.querySelector("[data-passkey-problem]");
  const { publicKey } = JSON.parse(document.getElementById(part.dataset.passkeyOptions).textContent);
  const ask = part.dataset.passkey === "create" ? make : use;

  async function press(event) {
    event.preventDefault();
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask(publicKey));
    } catch {
      problem.hidden = false; // turned down, too late, or nothing fits: the browser has said which
      return;
    }
    form.submit();
  }

  part.querySelector("[data-passkey-missing]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", press);
  form.addEventListener("submit", press); // Enter in the box for the name
}

if (window.PublicKeyCredential && window.isSecureContext) {
  document.querySelectorAll("[data-passkey]").forEach(wake);
}
