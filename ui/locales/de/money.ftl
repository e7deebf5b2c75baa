# Geld: was etwas kostet, was eingezogen wurde, was schon erstattet ist.
term-received-fee = Anfechtungsgebühr
term-countered-fee = Gebühr fürs Antworten
term-network-fee = Netzwerkgebühr
term-expected-fee = Falls es zur Rückbuchung kommt
term-answering = Antworten kostet
term-refunded = Erstattet

fee-withheld = { $fee }, bei Gewinn zurück
fee-kept = { $fee }, kommt nicht zurück
fee-given-back = { $fee }, zurückerhalten
fee-none = keine
fee-unknown = { $fee }; ob sie zurückkommt, ist nicht bekannt
fee-untold = noch nicht bekannt
fee-expected = { $fee } mehr
fee-expected-assumed = { $fee } mehr (angenommen)
refunded-whole = alles, { $amount }
refunded-part = { $amount }

cost-countered-fee = Für das Antworten wird eine Gebühr von { $amount } eingezogen.
cost-countered-fee-unknown = Für das Antworten kann eine Gebühr anfallen; wie hoch, ist nicht bekannt.
cost-network-fee = Für das Kartennetzwerk wird eine Gebühr von { $amount } oder der Gegenwert in Ihrer Währung berechnet.
cost-network-fee-unknown = Das Kartennetzwerk kann eine Gebühr verlangen; wie hoch, ist nicht bekannt.
cost-received-fee = Für die Anfechtung wird eine Gebühr von { $amount } eingezogen.
cost-received-fee-unknown = Für die Anfechtung kann eine Gebühr anfallen; wie hoch, ist nicht bekannt.
cost-success-share = { $percent } % des Gewonnenen werden einbehalten.
cost-success-share-unknown = Ein Anteil des Gewonnenen wird einbehalten.
cost-back = Sie kommt zurück, wenn Sie gewinnen.
cost-assumed = Das ist angenommen, Stand { $day }; das Guthaben zeigt, was es wirklich war.
cost-nothing-submit = Das Senden selbst kostet nichts, laut { $site }.
cost-nothing-accept = Das Akzeptieren kostet keine weitere Gebühr, laut { $site }.
cost-nothing-refund = Die Erstattung kostet keine Anfechtungsgebühr, laut { $site }.
cost-untold = Ob das etwas kostet, ist nicht bekannt: { $provider } sagt es nicht.
cost-short-unknown = nicht bekannt
cost-short-assumed = { $amount } (angenommen)

gives-accept = Sie verzichten auf { $gives }. Eine eingezogene Gebühr bleibt bei { $provider }.
gives-refund = { $gives } gehen von Ihrem Guthaben ab, und die Anfrage endet.
gives-refund-open = { $gives } gehen von Ihrem Guthaben ab. Von der Zahlung bleibt etwas übrig, deshalb bleibt die Anfrage offen und kann noch zur Rückbuchung werden. Beantworten Sie sie dann, mit der Erstattung als Nachweis.

refunded-title-whole = Diese Zahlung wurde ganz erstattet
refunded-title-part = { $amount } dieser Zahlung wurden schon erstattet
refunded-prove = Weisen Sie es nach: Einen stärkeren Nachweis als eine Erstattung gibt es nicht. Was { $provider } hier nennt, geht mit Ihrer Antwort mit, wenn Sie nichts anderes schreiben.
refund-line = { $amount } am { $date }, { $status }
refund-reference = Referenz { $reference }
refund-status-succeeded = erstattet
refund-status-pending = unterwegs
refund-status-failed = fehlgeschlagen: nicht beim Kunden angekommen
refund-status-canceled = abgebrochen: nicht beim Kunden angekommen
refund-status-requires-action = wartet auf den Kunden

lost-part = { $back } von { $amount } kamen zurück.
