#!/usr/bin/python3
"""Stands in for the notification daemon and the tray of a desktop, and writes down what it is asked to show.

usage: fakes.py LOG     LOG gets one JSON object a line; prints READY once both names are owned
                  and the keyring, where there is one, has its own.
"""

import asyncio
import json
import os
import sys
import time

from dbus_next import Message, PropertyAccess
from dbus_next.aio import MessageBus
from dbus_next.constants import MessageType, NameFlag, RequestNameReply
from dbus_next.service import ServiceInterface, dbus_property, method, signal


class Log:
    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8")

    def write(self, kind, **fields):
        self.file.write(json.dumps({"at": time.time(), "kind": kind, **fields}, ensure_ascii=False) + "\n")
        self.file.flush()


class Notifications(ServiceInterface):
    def __init__(self, log):
        super().__init__("org.freedesktop.Notifications")
        self.log = log
        self.last = 0
        self.takes = 0

    @method()
    def Notify(
        self, app: "s", replaces: "u", icon: "s", title: "s", body: "s", actions: "as", hints: "a{sv}", expire: "i"
    ) -> "u":
        if replaces == 0:
            self.last += 1
        number = replaces or self.last
        self.log.write(
            "notification",
            id=number,
            replaces=replaces,
            app=app,
            icon=icon,
            title=title,
            body=body,
            actions=actions,
            hints={k: v.value for k, v in hints.items() if isinstance(v.value, (str, int, float, bool))},
        )
        time.sleep(self.takes)
        return number

    @method()
    def CloseNotification(self, number: "u"):
        self.log.write("notification-closed", id=number)
        self.NotificationClosed(number, 3)

    @method()
    def GetCapabilities(self) -> "as":
        return ["body", "actions", "persistence"]

    @method()
    def GetServerInformation(self) -> "ssss":
        return ["fake", "tvist", "1", "1.2"]

    @signal()
    def NotificationClosed(self, number, reason) -> "uu":
        return [number, reason]

    @signal()
    def ActionInvoked(self, number, action) -> "us":
        return [number, action]


class Person(ServiceInterface):
    """What a test does in the place of a person who sees a notification."""

    def __init__(self, bus, notifications, tray):
        super().__init__("app.tvist.test.Person")
        self.bus = bus
        self.notifications = notifications
        self.tray = tray

    @method()
    def Choose(self, number: "u", action: "s"):
        self.notifications.ActionInvoked(number, action)
        self.notifications.NotificationClosed(number, 2)

    @method()
    def Dismiss(self, number: "u"):
        self.notifications.NotificationClosed(number, 2)

    @method()
    def NoticesTake(self, seconds: "u"):
        """Shown at once, said so late: a desktop at work."""
        self.notifications.takes = seconds

    @method()
    def TrayHost(self, there: "b"):
        """The part of the desktop that shows tray icons ends or starts."""
        self.tray.items.clear()
        name = "org.kde.StatusNotifierWatcher"
        asyncio.ensure_future(own(self.bus, name) if there else self.bus.release_name(name))


class Tray(ServiceInterface):
    def __init__(self, log):
        super().__init__("org.kde.StatusNotifierWatcher")
        self.log = log
        self.items = []

    def add(self, item):
        if item not in self.items:
            self.items.append(item)
        self.log.write("tray", item=item)
        self.StatusNotifierItemRegistered(item)

    @method()
    def RegisterStatusNotifierItem(self, service: "s"):
        # Called with a bus name, or with a path on the caller's own name; `note_sender` turns the latter into both.
        if not service.startswith("/"):
            self.add(service + "/StatusNotifierItem")

    def note_end(self, message):
        """A program that is gone has no icon any more."""
        if message.message_type == MessageType.SIGNAL and message.member == "NameOwnerChanged":
            name, _, owner = message.body
            if not owner:
                self.items[:] = [item for item in self.items if item.partition("/")[0] != name]

    def note_sender(self, message):
        if (
            message.message_type == MessageType.METHOD_CALL
            and message.member == "RegisterStatusNotifierItem"
            and message.body
            and message.body[0].startswith("/")
        ):
            self.add(message.sender + message.body[0])
        return None

    @method()
    def RegisterStatusNotifierHost(self, service: "s"):
        pass

    @dbus_property(access=PropertyAccess.READ)
    def RegisteredStatusNotifierItems(self) -> "as":
        return self.items

    @dbus_property(access=PropertyAccess.READ)
    def IsStatusNotifierHostRegistered(self) -> "b":
        return True

    @dbus_property(access=PropertyAccess.READ)
    def ProtocolVersion(self) -> "i":
        return 0

    @signal()
    def StatusNotifierItemRegistered(self, item) -> "s":
        return item


async def own(bus, name):
    if await bus.request_name(name, NameFlag.DO_NOT_QUEUE) != RequestNameReply.PRIMARY_OWNER:
        sys.exit(f"someone else owns {name}: this is not a private bus")


async def keyring_is_up(bus):
    """The daemon goes to the background before it owns its name."""
    question = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner")
    while True:
        answer = await bus.call(Message(*question, signature="s", body=["org.freedesktop.secrets"]))
        if answer.body == [True]:
            return
        await asyncio.sleep(0.02)


async def main(path):
    log = Log(path)
    bus = await MessageBus().connect()
    notifications, tray = Notifications(log), Tray(log)
    bus.export("/org/freedesktop/Notifications", notifications)
    bus.export("/app/tvist/test/Person", Person(bus, notifications, tray))
    bus.export("/StatusNotifierWatcher", tray)
    bus.add_message_handler(tray.note_sender)
    bus.add_message_handler(tray.note_end)
    ends = "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'"
    daemon = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
    await bus.call(Message(*daemon, "AddMatch", signature="s", body=[ends]))
    await own(bus, "app.tvist.test")
    await own(bus, "org.freedesktop.Notifications")
    await own(bus, "org.kde.StatusNotifierWatcher")
    if os.environ["TVIST_TEST_KEYRING"] != "none":
        await asyncio.wait_for(keyring_is_up(bus), 10)
    print("READY", flush=True)
    await bus.wait_for_disconnect()


asyncio.run(main(sys.argv[1]))
