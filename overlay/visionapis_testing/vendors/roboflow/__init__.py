"""The emulator of Roboflow's classification route."""
