"""A criterion becomes a form, a question a field. Forms check what was typed; they never save."""
