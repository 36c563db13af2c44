"""The parts that the emulators of all vendors share: server, state, images, classifiers, recorded requests."""
