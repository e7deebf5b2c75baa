#!/usr/bin/python3
"""Drags files from another window onto a point of the screen, as a person drags them from a file manager.

usage: drop.py X Y FILE…

Prints HOVERING once the pointer rests on the point, releases the button when a line arrives on standard input, and
prints DROPPED or REFUSED: what the target answered. Needs xdotool for the hand.
"""

import os
import pathlib
import subprocess
import sys
import threading
import time

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

STEPS = 12


def hand(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True, timeout=10)


def drag(start, target):
    (from_x, from_y), (to_x, to_y) = start, target
    hand("mousemove", from_x, from_y)
    time.sleep(0.1)
    hand("mousedown", 1)
    for step in range(1, STEPS + 1):
        hand("mousemove", from_x + (to_x - from_x) * step // STEPS, from_y + (to_y - from_y) * step // STEPS)
        time.sleep(0.03)
    # A last small movement on the target: the web view hit-tests when the pointer moves, not when it rests.
    hand("mousemove", to_x + 1, to_y + 1)
    time.sleep(0.3)
    print("HOVERING", flush=True)
    sys.stdin.readline()
    hand("mouseup", 1)


def main(x, y, paths):
    # As a file manager names them: a link stays a link.
    uris = [pathlib.Path(path).absolute().as_uri() for path in paths]
    window = Gtk.Window(type=Gtk.WindowType.TOPLEVEL, title="drop source")
    window.set_decorated(False)
    window.set_keep_above(True)
    window.set_accept_focus(False)
    window.set_default_size(48, 48)
    area = Gdk.Display.get_default().get_monitor(0).get_geometry()
    corner = (area.width - 56, area.height - 56)
    window.move(*corner)
    window.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    window.drag_source_add_uri_targets()
    window.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris(uris))
    refused = []
    window.connect("drag-failed", lambda *_: refused.append(True) or False)
    window.connect("drag-end", lambda *_: Gtk.main_quit())

    def begin():
        threading.Thread(target=drag, args=((corner[0] + 24, corner[1] + 24), (x, y)), daemon=True).start()
        return False

    window.connect("map-event", lambda *_: GLib.timeout_add(300, begin) and False)
    window.show_all()
    GLib.timeout_add_seconds(30, lambda: os._exit(1))
    Gtk.main()
    print("REFUSED" if refused else "DROPPED", flush=True)


main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
