#!/usr/bin/python3
"""A test's hand on the private session bus.

usage: bus.py tray                  prints {"title", "status", "icon", "menu": [{"id", "label", "enabled", "children"}…]}
       bus.py tray-click LABEL      chooses the menu entry with that label
       bus.py choose ID ACTION      answers notification ID with an action ("default" is a click on it)
       bus.py dismiss ID            closes notification ID
       bus.py notices-take SECONDS  lets the desktop take so long to say that a notice is shown
       bus.py tray-host on|off      starts or ends the part of the desktop that shows tray icons
       bus.py lock-keyring          locks the keyring, as logging out does
"""

import asyncio
import json
import sys
import time

from dbus_next import BusType, Message, MessageType, Variant
from dbus_next.aio import MessageBus

WATCHER = ("org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher")
PERSON = ("app.tvist.test", "/app/tvist/test/Person", "app.tvist.test.Person")


async def call(bus, destination, path, interface, member, signature="", body=()):
    message = Message(destination, path, interface, member, signature=signature, body=list(body))
    answer = await asyncio.wait_for(bus.call(message), 5)
    if answer.message_type == MessageType.ERROR:
        sys.exit(f"{member}: {answer.error_name}: {answer.body}")
    return answer.body


async def properties(bus, destination, path, interface):
    (found,) = await call(bus, destination, path, "org.freedesktop.DBus.Properties", "GetAll", "s", [interface])
    return {name: value.value for name, value in found.items()}


async def tray_item(bus):
    watched = await properties(bus, *WATCHER, "org.kde.StatusNotifierWatcher")
    items = watched["RegisteredStatusNotifierItems"]
    if not items:
        sys.exit("tray: no item is registered")
    name, _, path = items[-1].partition("/")
    return name, "/" + path


def entry(node):
    number, props, children = node
    props = {name: value.value for name, value in props.items()}
    return {
        "id": number,
        "label": props.get("label", "").replace("_", ""),
        "enabled": props.get("enabled", True),
        "children": [entry(child.value) for child in children],
    }


async def tray_menu(bus):
    name, path = await tray_item(bus)
    item = await properties(bus, name, path, "org.kde.StatusNotifierItem")
    _, root = await call(bus, name, item["Menu"], "com.canonical.dbusmenu", "GetLayout", "iias", [0, -1, []])
    return name, item, entry(root)["children"]


def flat(entries):
    for one in entries:
        yield one
        yield from flat(one["children"])


async def main(words):
    bus = await MessageBus(bus_type=BusType.SESSION).connect()
    match words:
        case ["tray"]:
            _, item, menu = await tray_menu(bus)
            shown = {"title": item.get("Title"), "status": item.get("Status"), "icon": item.get("IconName"), "menu": menu}
            print(json.dumps(shown, ensure_ascii=False))
        case ["tray-click", label]:
            name, item, menu = await tray_menu(bus)
            hit = [one for one in flat(menu) if one["label"] == label]
            if len(hit) != 1 or not hit[0]["enabled"]:
                sys.exit(f"tray: {len(hit)} entries are called {label!r}: {[one['label'] for one in flat(menu)]}")
            body = [hit[0]["id"], "clicked", Variant("i", 0), int(time.time()) & 0xFFFFFFFF]
            await call(bus, name, item["Menu"], "com.canonical.dbusmenu", "Event", "isvu", body)
        case ["choose", number, action]:
            await call(bus, *PERSON, "Choose", "us", [int(number), action])
        case ["dismiss", number]:
            await call(bus, *PERSON, "Dismiss", "u", [int(number)])
        case ["notices-take", seconds]:
            await call(bus, *PERSON, "NoticesTake", "u", [int(seconds)])
        case ["tray-host", state]:
            await call(bus, *PERSON, "TrayHost", "b", [state == "on"])
        case ["lock-keyring"]:
            service = ("org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service")
            locked, _ = await call(bus, *service, "Lock", "ao", [["/org/freedesktop/secrets/collection/login"]])
            if not locked:
                sys.exit("the keyring did not lock")
        case _:
            sys.exit(__doc__)


asyncio.run(main(sys.argv[1:]))
