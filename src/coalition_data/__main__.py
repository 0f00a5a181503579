"""Run the command line as `python -m coalition_data`."""

from coalition_data.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
