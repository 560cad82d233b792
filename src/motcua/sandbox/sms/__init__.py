"""An SMS gateway that sends nothing: messages can be read in a page."""
