"""`python -m cba_kit.cli` is the command `cba`."""

from cba_kit.cli.main import main

if __name__ == "__main__":
    main()
