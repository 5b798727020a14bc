"""The admin: everything can be looked at, only people and what they belong to can be changed."""
