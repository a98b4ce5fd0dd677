"""`python -m bnreport`: the command line, where no script of that name is on the path."""

import sys

from bnreport.cli.main import main

if __name__ == "__main__":
    sys.argv[0] = "bnreport"  # what a run records as its command
    main()
