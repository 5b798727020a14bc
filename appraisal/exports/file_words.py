"""What the keys of the appraisal file and of its result mean: the words of ``docs/file.md``."""

from collections.abc import Mapping

OPENING = """\
# The appraisal file

Made by `manage.py write_file_format` from the code that reads the file; a test fails when it is stale. Do not edit.

An appraisal file is one JSON object with everything that one appraisal rests on. Whoever has the file can work every
figure out again: it goes in on the command line, and each pack carries the one it was drawn from, attached as
`appraisal.json`. This is a small one; larger ones stand in `fixtures/golden/`, each beside its result."""

ANSWERS = """\
`answers` has a key for each letter that is answered, with an object of that criterion’s questions. What stands there
says how the letter counts:

- left out: unanswered, 0 points;
- an object, even `{}` where no question is needed: answered, with what is given (a criterion that goes by the
  deprivation rank is unanswered while neither it nor the asset has one);
- an object with `not_applicable` in place of the questions: it does not apply, once that is agreed."""

LOCAL = """\
Of the council’s own figures and the product’s the newest that applies is used; of two of the same day the council’s."""

RESULTS = """\
`--format json` prints one object. Amounts, percentages and ratios are texts of digits, so that no program rounds them
by chance. Later editions may add keys."""

DOUBTS = """\
Beside them the summary and the pack ask people to check figures above what the scheme calls usual, and money secured
that is more than the cost. That is for people: the result has no key for it."""

FAULTS = """\
A file that is not valid has no result. Exit status 2 says so, standard output stays empty, and standard error has a
line for each fault: its place, a colon and what is wrong (`answers.H.volunteers[0].people: …`). Lists count from 0.
What cannot be read as one JSON object has no place, and its line is the message alone.

With `--format jsonl` each line in is a file and gives one line out, in order. A line at fault gives
`{"line": 3, "errors": [{"place": "terms.years", "message": "…"}]}`, with the place `""` where there is none; the others
go on, and the status is 2. Lines count from 1; a blank one counts and gives nothing."""

# Keys of the file whose meaning no scheme says, by place.
FILE: Mapping[str, str] = {
    "format": "Which layout this is.",
    "scheme": "The scheme to score by: its key (then its newest published version) or `key@version`.",
    "kind": "What is proposed. It must be what the scheme is for.",
    "reference": "The council’s own reference.",
    "title": "What the proposal is called. It heads the pack.",
    "summary": "A few sentences for the cover of the pack.",
    "valuation_date": "The day the figures are for. Each proxy takes the newest value that applies by then.",
    "authority": "The council.",
    "authority.name": "Its name.",
    "authority.region": "Its region of England, as listed below: some proxies differ by region.",
    "applicant": "The group that applies.",
    "applicant.name": "Its name.",
    "applicant.legal_form": "What it is in law, such as a charity or a company.",
    "asset": "The building or land. Leave it out where there is none.",
    "asset.name": "Its name.",
    "asset.address": "Its address.",
    "asset.postcode": "Its postcode.",
    "asset.uprn": "Its unique property reference number.",
    "asset.floor_area_m2": "Floor area in square metres.",
    "asset.site_area_m2": "Area of the whole site in square metres.",
    "asset.imd": "Where its small area stands in the deprivation index, for a criterion that has no rank of its own.",
    "asset.imd.edition": "The year of the edition.",
    "asset.imd.rank": "The rank in that edition; 1 is the most deprived.",
    "terms": "What is asked for.",
    "terms.tenure": "How the asset would be held. An asset transfer cannot do without it.",
    "terms.years": "For how long.",
    "terms.market_rent_gbp_pa": "What the open market would pay a year. Left out it is unknown, and so is what is "
    "compared with it: such a result is provisional.",
    "terms.rent_offered_gbp_pa": "What the group offers a year.",
    "terms.unrestricted_value_gbp": "The capital value with no strings attached. Left out it is unknown, and no "
    "undervalue is worked out.",
    "terms.consideration_gbp": "The valuer’s capital value of what the council gets under the terms.",
    "terms.voluntary_conditions_gbp": "The valuer’s price of conditions that the group takes on freely.",
    "terms.annual_investment_gbp": "Coproduction: what the council is asked to put in a year. Left out it is unknown.",
    "proxies": "The council’s own figures, beside those that come with the product.",
    "proxies[].key": "Which proxy; see the list below.",
    "proxies[].area": "The region it is for: needed where the list says so, and refused elsewhere.",
    "proxies[].applies_from": "The first day it applies.",
    "proxies[].value": "The figure, in the proxy’s own unit.",
    "proxies[].source": "Where it is from. The pack prints it.",
    "answers": "What was answered, by letter; see below.",
    "picked": "By letter: points that the council’s officer or panel picked in place of what the rule gives. The £ "
    "value stays what the answers give.",
    "picked.<letter>.points": "The points: one of those that the criterion’s rule can give. A criterion so picked is "
    "scored, answered or not; one that is agreed not to apply has nothing to pick.",
    "picked.<letter>.reason": "Why these and not the rule’s.",
    "lists": "By letter and key: the wording of what was rated, such as "
    '`{"E": {"be-healthy": "Be healthy"}}`. Only letters that are rated have a list.',
    "methods": "By method: what was answered for another way to value, which stands beside the score and changes none "
    "of it. `manage.py value METHOD FILE.json` says what it comes to.",
}

CLAIM: Mapping[str, str] = {
    "reason": "Why it does not apply.",
    "agreed_by": "Who agreed for the council. Without it the letter counts as unanswered.",
}

# Keys of the result, by place; `[]` stands for each entry of a list.
RESULT: Mapping[str, str] = {
    "scheme": "The scheme that was used.",
    "scheme.key": "Its key.",
    "scheme.version": "Its version. Beside it stands `what_if`, true, where the scheme was a file given by "
    "`--scheme` that is not a published one.",
    "provisional": "Whether some criterion cannot be scored yet.",
    "points": "The points that were scored.",
    "max_points": "The points of the whole scheme.",
    "applicable_max_points": "The points of the criteria that count: those scored and those unanswered.",
    "percent": "`points` out of `applicable_max_points`, to one decimal; null where no criterion counts. Where the "
    "scheme has weights, they count here.",
    "headings": "The same for each heading of the scheme, in its order.",
    "headings[].key": "Which heading.",
    "headings[].points": "Its points.",
    "headings[].applicable_max_points": "What they are out of.",
    "headings[].percent": "Its percentage, or null.",
    "criteria": "Every criterion of the scheme, in its order.",
    "criteria[].letter": "Which one.",
    "criteria[].status": "`scored`, `not-applicable` (agreed), `unanswered` (0 points, and its maximum counts) or "
    "`cannot-be-scored` (its maximum does not count).",
    "criteria[].points": "Its points.",
    "criteria[].max_points": "The most it can give.",
    "criteria[].value_gbp_pa": "Its value in pounds a year where it has one; else null.",
    "criteria[].picked": "Only where points were picked: they are its `points`.",
    "criteria[].picked.reason": "Why.",
    "criteria[].picked.rule_status": "What its `status` is by the rule alone.",
    "criteria[].picked.rule_points": "What its `points` are by the rule alone.",
    "social_value_gbp_pa": "All those values together.",
    "annual_public_contribution_gbp": "The whole market rent a year, or a coproduction’s investment; null where "
    "unknown.",
    "value_per_public_pound": "Social value for each pound of that, or null.",
    "coefficiency": "Value added for all that is put in, volunteers’ hours among it.",
    "coefficiency.value_added_gbp_pa": "Social value less volunteers’ time.",
    "coefficiency.resources_gbp_pa": "The council’s, other funders’ and volunteers’ part together.",
    "coefficiency.ratio": "The one divided by the other, or null.",
    "discount": "What the scheme’s policy derives; null where nothing is let or sold or no criterion applies.",
    "discount.policy": "Which policy.",
    "discount.percent": "The discount in whole percent.",
    "discount.basis": "What it comes off: the `rent` of a year, or the `price` of a freehold.",
    "discount.amount_gbp": "The discount in pounds; null where the rent or price is not known.",
    "discount.payable_gbp": "What is left to pay, or null.",
    "undervalue": "The legal ledger, never set against the social value; null without an unrestricted value.",
    "undervalue.amount_gbp": "Unrestricted value less consideration and voluntary conditions. It may be below 0.",
    "undervalue.within_general_consent": "Whether the amount needs no consent of the Secretary of State.",
    "undervalue.short_lease": "Whether it is a lease so short that it is no disposal in law.",
    "proxies": "The proxies that the sums used.",
    "proxies[].key": "Which one.",
    "proxies[].area": "The area it is for; empty where it is the same everywhere.",
    "proxies[].applies_from": "Since when it applies.",
    "proxies[].value": "Its value.",
    "proxies[].status": "`published`, `default` (ours, for want of one) or `local` (the council’s own).",
    "warnings": "What to know before trusting the result.",
    "warnings[].code": "Which warning; see below.",
    "warnings[].place": "What it is about.",
    "warnings[].message": "The same in a sentence. Its wording may change.",
}
