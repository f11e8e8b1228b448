"""`make bench`: print how long the work on the site takes on this machine."""

from bench import building

if __name__ == "__main__":
    building.report()
