"""What the site's pages about a proposal show: frozen values made from an appraisal file."""
