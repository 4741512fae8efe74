"""Runs the command line: ``python -m coprod_nlp`` and ``coprod-nlp``."""

from coprod_nlp.cli import main

if __name__ == "__main__":
    main()
