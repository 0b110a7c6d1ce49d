"""The wiring of the site: error pages, navigation, the wordings of all features."""
