# A provider's calls: receiving them here, and registering the address.

webhook-heading = Anrop från { $provider }
webhook-what = { $provider } kan anropa en adress när ett ärende ändras. Tvist frågar ofta nog ändå; det hjälper där { $provider } kan nå den här datorn.
webhook-listen = Lyssna på
webhook-listen-hint = Bara på den här datorn, om du inte anger en annan adress.
webhook-on = Ta emot anrop
webhook-off = Sluta ta emot
webhook-is-off = Av
webhook-is-on = Tar emot på { $at }
webhook-exposed = Andra maskiner kan nå adressen. Varje anrop måste visa hemligheten från registreringen; alla andra avvisas.
webhook-url = Adress som { $provider } ska anropa
webhook-url-hint = https, och den måste leda till den här datorn.
webhook-known = Registrerad av Tvist { $moment }: { $url }
webhook-begun = Tvist försökte registrera { $url } { $moment }; om den gäller är inte känt. Att registrera samma igen skadar inte.
webhook-unknown = Vilken adress som gäller är inte känt: { $provider } säger det inte.
webhook-sure = Den här ersätter adressen som gäller
webhook-replaces = Adressen som Tvist registrerade förut: { $url }
webhook-replaces-unknown = Vad som gäller nu är inte känt. Lyssnar ett annat program efter { $provider }s anrop hör det inget mer.
webhook-others = Andra händelser som ska vara kvar
webhook-others-hint = Registreringen ersätter alla händelser som gäller nu, och { $provider } talar inte om vilka de är. Kryssa i dem som dina andra program behöver.
webhook-events = Gäller därefter: { $events }
webhook-ask = Registrera…
webhook-register = Ersätt den
webhook-registered = Registrerad.
error-receiver-address = Det här är ingen adress att lyssna på: det behövs något som 127.0.0.1:8787.
error-receiver-taken = Ett annat program lyssnar redan där. Välj ett annat nummer.
