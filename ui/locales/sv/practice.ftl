# The bar of practice: its day, and moving it on.

practice-bar = Övning
practice-now = Övningsdag: { $moment }
practice-moving = Tiden går…
practice-step-day = En dag senare
practice-step-week = En vecka senare
practice-step-next = Till nästa händelse
