"""Views: through a door, to a form, to one action or query, to a page."""
