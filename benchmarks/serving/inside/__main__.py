from __future__ import annotations

import importlib
import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    task = importlib.import_module(f"benchmarks.serving.inside.{sys.argv[1]}")
    print(f"\n{json.dumps(task.done(json.load(sys.stdin)))}")
