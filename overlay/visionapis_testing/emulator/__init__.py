"""The parts that every emulator is made of."""
