"""A first call to an emulator in the same process."""

from PIL import Image

from visionapis_testing import RoboflowEmulator

emulator = RoboflowEmulator()
emulator.register("shades/1", [(Image.new("L", (8, 8), 20), "dark"), (Image.new("L", (8, 8), 230), "pale")])
with emulator.client() as client:
    top = client.classify(Image.new("L", (8, 8), 210), model="shades/1").top
    print(top and top.name)
