# Erasing a case for good.
erase-case = Erase this case…
erase-title = Erase this case for good?
erase-text = Everything that Tvist keeps of the case { $case } on this computer goes: its facts, history, letter and reminders.
erase-files = { $count ->
    [one] { $count } evidence file
   *[other] { $count } evidence files
}
erase-receipts = { $count ->
    [one] { $count } receipt of what was sent
   *[other] { $count } receipts of what was sent
}
erase-analyses = { $count ->
    [one] { $count } analysis that was asked for it
   *[other] { $count } analyses that were asked for it
}
erase-final = This can’t be undone.
erase-not-now = It can’t be erased now
erase-confirm = Erase for good
erase-done = The case is erased.
problem-erase-open = The case hasn’t ended. Only what has ended, or what the provider doesn’t know any more, can be erased.
problem-erase-analysis-open = An analysis that was asked for this case isn’t decided yet.
problem-erase-elsewhere = Backups made earlier keep it, and so do files that you saved or exported, and the provider.
problem-erase-numbers = It falls out of your numbers and exports. Export first what your books have to keep.
problem-erase-returns = A fingerprint stays that tells nothing of the case, so that it isn’t read in again. If the provider opens it again, it comes back as a new case.
