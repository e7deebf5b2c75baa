# Documents of a case, and what is said at it between the merchant and the provider.

documents = Dokument
documents-none = Inga dokument ligger hos { $provider } än.
documents-unasked = Betaltjänsten kunde inte tillfrågas om sina egna dokument. Det Tvist skickade finns här:
origin-issuer = Från köparens bank
origin-merchant = Från dig, inlagt utanför Tvist
origin-app = Skickat av Tvist
origin-unknown = { $provider } säger inte från vem
document-save = Spara…
document-saving = Hämtar…
document-saved = Sparat
error-not-saved = Dokumentet kunde inte sparas där. Välj en annan plats.
comments = Kommentarer
comments-private = Bara { $provider }s personal läser dem. Köparens bank ser dem aldrig: det som ska räknas hör hemma i dokumenten.
comment-unsigned = Utan namn
comment-add = Skriv en kommentar
comment-add-hint = Den går till { $provider } genast och kan inte ändras eller tas tillbaka.
comment-send = Skicka kommentar
comment-sending = Skickar…
