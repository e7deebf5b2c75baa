# The bar of practice: its day, and moving it on.

practice-bar = Übung
practice-now = Übungstag: { $moment }
practice-moving = Die Zeit läuft weiter…
practice-step-day = Einen Tag später
practice-step-week = Eine Woche später
practice-step-next = Zum nächsten Ereignis
