# The window around everything: places, lists, accounts, settings, news.

places = Places
place-desk = Desk
    .counted = { $count ->
        [one] case to answer
       *[other] cases to answer
    }
place-deadlines = Deadlines
    .counted = { $count ->
        [one] deadline
       *[other] deadlines
    }
place-all = All disputes
    .counted = { $count ->
        [one] dispute
       *[other] disputes
    }
place-accounts = Accounts
place-settings = Settings
accounts-heading = Accounts

group-answer-now = Answer now
group-talk = Talk to the customer
group-waiting = Waiting for the decision
group-closed = Closed
due-past = Time is up
due-undated = No date known
cases = { $count ->
    [one] { $count } case
   *[other] { $count } cases
}
show-more = { $count ->
    [one] Show { $count } more
   *[other] Show { $count } more
}
loading = Reading…
desk-empty = Nothing is due.
desk-empty-next = Nothing is due. Next sync at { $time }.
nothing-open = Choose a case from the list.

search-open = Search name, order, amount
search-title = Find a dispute
search-found = Found disputes
search-nothing = Nothing found. Try a name, an order number, an amount or a reference.

sync-running = Reading from your providers…
sync-offline = Offline. Showing what was known at { $time }.
sync-offline-never = Offline. Nothing has been read yet.
sync-never = Not synced yet
synced-ago = { $count ->
    [0] Synced just now
    [one] Synced { $count } min ago
   *[other] Synced { $count } min ago
}
synced-at = Synced at { $time }
sync-next = next { $time }
sync-now = Sync now

practice-mark = Practice: nothing here is real
practice-start = Practise first
practice-starting = Setting up practice…
practice-leave = Leave practice

welcome-title = Payment disputes, answered in time
welcome-text = Tvist shows what is due, helps you gather the evidence, and sends your answer once. Everything stays on this computer.
welcome-add = Connect your account
welcome-add-text = Enter the key of your provider. Your disputes appear within a minute.
welcome-practice = Look around first
welcome-practice-text = Practise with invented cases. Nothing leaves this computer and nothing costs money.
trust-keys = Your keys stay on this computer and go only to the provider they belong to: in its keychain, and those that are too long for it in the encrypted file, whose key is in the keychain.
trust-data = Your cases are kept in an encrypted file on this computer. There is no server of ours.
trust-hosts = Your keys go to these hosts only:
trust-hosts-none = There is no account yet, so Tvist talks to nobody.
trust-hosts-handed = Files may also go to and come from an address that a provider hands out for them. No key goes there.
trust-title = Where your data is

health-title = What holds on this computer
health-checking = Looking…
health-database-open = Your data opens with its key.
health-database-none = There is no data yet.
health-database-missing = The data file is missing.
health-database-damaged = The data file is damaged.
health-database-no-key = The keychain doesn’t hold the key of your data.
health-database-newer = A newer version of Tvist wrote the data.
health-database-unusable = Your data can’t be opened now.
health-keychain-open = The keychain answers.
health-keychain-locked = The keychain is locked.
health-keychain-none = No keychain answers.
health-keychain-failing = The keychain answers with a failure.
health-files-held = Documents are opened by a process that can’t touch your files.
health-files-open = The process that opens documents can reach your files: this system doesn’t let us forbid it.
health-network-held = That process reaches no network and no other program.
health-network-open = That process could reach the network: this system doesn’t let us forbid it.
health-syscalls-held = That process can’t start or stop programs.
health-syscalls-open = That process could start programs: this system doesn’t let us forbid it.
health-dumps-off = If Tvist crashes, its memory isn’t written to the disk.
health-dumps-on = If Tvist crashes, this system may write its memory to the disk.
health-dumps-unknown = Whether a crash writes Tvist’s memory to the disk is up to this system.
health-clock-right = The clock agrees with the providers’.
health-clock-wrong = The clock is more than two minutes off: set it.
health-clock-unknown = The clock hasn’t been compared with a provider’s yet.
health-freshness-fresh = { $account }: up to date as far as readings go.
health-freshness-stale = { $account }: readings have been failing for a while.
health-freshness-refused = { $account }: the provider refuses the key.
health-calendar-folder = The calendar’s file can’t be written into its folder: it is not up to date. Reminders go on.
health-calendar-not-ours = In the calendar’s folder lies something of the file’s name that isn’t Tvist’s: the file is not up to date. Reminders go on.
health-calendar-slow = The calendar’s folder doesn’t answer: its file is not up to date. Reminders go on.
health-broke = { $times ->
    [one] A part of the watch broke once in the last month, and began again.
   *[other] Parts of the watch broke { $times } times in the last month, and began again.
}

account-label = Name
account-label-hint = How you call this shop, for example Nordlys Shop.
add-account = Add an account
add-account-title = Add an account
add-account-sub = Whatever you enter is checked first, then kept on this computer: in its keychain, or, where it is too long for that, in the encrypted file whose key is there.
right-dispute = Disputes: write
right-file = Files: write
right-charge = Charges and refunds: write, or read if you never refund from here
right-payment = PaymentIntents: read
right-event = Events: read
right-balance = Balance and its transactions: read
right-warning = Early fraud warnings: read
right-customer = Customers: read, if you like
connect = Connect
connecting = Connecting…
account-not-kept = The account was not added; the key is kept nowhere.
account-added = The account is connected. Your disputes are being read.
accounts-sub = Each account is one set of keys at one provider.
accounts-none = No account yet.
account-synced = last read { $moment }
account-never = never read yet
environment-live = Live
environment-test = Test
account-good = In order
account-trouble = The last sync failed
account-known = What was known stays visible. Tvist tries again by itself.
check = Check
checking = Checking…
check-good = The connection works and no right is missing.
check-missing = { $count ->
    [one] One right is missing
   *[other] { $count } rights are missing
}
check-missing-help = Edit the key at the provider, then check again.
right-needed = needed
right-useful = useful, not needed
key-too-powerful = This key may do more than Tvist needs. A restricted key would be safer.
clock-skew = { $minutes ->
    [one] This computer’s clock is one minute off. Deadlines may be shown wrong: set the clock.
   *[other] This computer’s clock is { $minutes } minutes off. Deadlines may be shown wrong: set the clock.
}
remove = Remove…
remove-title = Remove this account?
remove-text = The key is deleted from this computer and its cases leave this desk. Nothing changes at the provider.
remove-confirm = Remove account
renew = New key…
renew-text = { $provider } is asked first whether the key knows this account’s cases. A key of another account is not taken.
renew-go = Use this key
renew-kept = The key from before stays.
renewed = The new key is in use.

language = Language
as-system = As the system
theme = Appearance
theme-system = As the system
theme-light = Light
theme-dark = Dark
version = Tvist { $version }

keys-title = Keys
key-ctrl = Ctrl
key-enter = Enter
key-list = Move in the list
key-open = Open the case
key-search = Find anything
key-files = Add files to the case
key-undo = Undo in the draft
key-redo = Redo in the draft
key-review = Review and send
key-back = Back to the list
key-help = This list

keychain-missing = Tvist needs a keychain
keychain-locked = Your keychain is locked
keychain-why = Keys, or the key of the encrypted file that holds them and your data, are kept in the system’s keychain, never in the open. Nothing was changed.
keychain-missing-linux = Install and start a keyring, for example with: sudo apt install gnome-keyring. Then log in again. KeePassXC works too, with its Secret Service switched on.
keychain-missing-mac = Open Keychain Access and check that there is a login keychain. Then try again.
keychain-missing-windows = Check that the service “Credential Manager” runs. Then try again.
keychain-locked-linux = Unlock it with your login password, for example in Passwords and Keys. Then try again.
keychain-locked-mac = Open Keychain Access and unlock the login keychain. Then try again.
keychain-locked-windows = Log in to Windows again. Then try again.
cannot-open = Tvist can’t open its data

try-again = Try again
cancel = Cancel
close = Close
done = Done
dismiss = Dismiss
drop-nowhere = Drop files on a case: the open one, or its row in the list.
drop-not-taken = Nothing can be sent in this case now, so no file is taken.
drop-row-title = Add to this case?
drop-row-text = { $count ->
    [one] One file goes
   *[other] { $count } files go
} to the case of { $who } ({ $what }).
drop-row-add = Add to this case
files-added = { $count ->
    [one] One file added
   *[other] { $count } files added
}

filter = Filter
filter-on = Filter ({ $count })
filter-any = Any
filter-provider = Provider
filter-account = Account
filter-stage = Stage
filter-status = Status
filter-reason = Reason
filter-method = Payment
filter-card = Card
filter-references = References (ARN, process number)
filter-orders = Order numbers
filter-transactions = Transaction ids
filter-charges = Charge ids
filter-provider-statuses = Provider’s own status
filter-created = Opened
filter-deadline = Last date
filter-sent = Documents sent
filter-first = From
filter-last = Through
filter-found = { $count ->
    [one] One case fits
   *[other] { $count } cases fit
}
filter-clear = Show all again
filter-nothing = No case fits. Take a filter away to see more.
error-not-days = The last day is before the first. Change one of them.
