import sys

from motcua.faces.cli.main import main

sys.exit(main())
