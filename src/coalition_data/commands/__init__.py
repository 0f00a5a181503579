"""What each command of the command line does: args in, exit code out."""
