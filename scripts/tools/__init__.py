"""The programs behind the launchers in scripts/, one package per verb."""
