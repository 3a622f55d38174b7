"""An app of tests alone, whose work is slow, fails or kills its worker. Only its own settings install it."""
