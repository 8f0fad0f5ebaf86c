"""The made-up island that the lab's models talk about."""

from revenuer.lab.world.island import Island, Speaker, Task, island

__all__ = ["Island", "Speaker", "Task", "island"]
