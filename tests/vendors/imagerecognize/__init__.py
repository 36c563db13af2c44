"""What tests know about ImageRecognize alone."""
