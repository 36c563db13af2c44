"""The demo: emulators of all vendors are trained on digit images and classify others."""
