# A provider's calls: receiving them here, and registering the address.

webhook-heading = Calls from { $provider }
webhook-what = { $provider } can call an address when a case changes. Tvist asks often enough without it; it helps where { $provider } can reach this computer.
webhook-listen = Listen at
webhook-listen-hint = On this computer only, unless you enter another address.
webhook-on = Receive calls
webhook-off = Stop receiving
webhook-is-off = Off
webhook-is-on = Receiving at { $at }
webhook-exposed = Other machines can reach this address. Every call must show the secret that registering gave; all others are turned away.
webhook-url = Address that { $provider } shall call
webhook-url-hint = https, and it must lead to this computer.
webhook-known = Registered by Tvist { $moment }: { $url }
webhook-begun = Tvist tried to register { $url } { $moment }; whether it is in force isn’t known. Registering the same again does no harm.
webhook-unknown = Which address is in force isn’t known: { $provider } doesn’t tell.
webhook-sure = This takes the place of the address in force
webhook-replaces = The address that Tvist registered before: { $url }
webhook-replaces-unknown = What is in force now isn’t known. If another program listens for { $provider }’s calls, it will hear nothing more.
webhook-others = Other events to keep
webhook-others-hint = Registering replaces all events in force, and { $provider } doesn’t tell which those are. Tick those that other programs of yours rely on.
webhook-events = In force afterwards: { $events }
webhook-ask = Register…
webhook-register = Replace it
webhook-registered = Registered.
error-receiver-address = This is no address to listen at: a number like 127.0.0.1:8787 is needed.
error-receiver-taken = Another program listens there already. Choose another number.
