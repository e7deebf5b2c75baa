# Dinheiro: quanto custa, o que foi retirado, o que já foi reembolsado.
term-received-fee = Tarifa de contestação
term-countered-fee = Tarifa por responder
term-network-fee = Tarifa da bandeira
term-expected-fee = Se virar chargeback
term-answering = Responder custa
term-refunded = Reembolsado

fee-withheld = { $fee }, volta se você ganhar
fee-kept = { $fee }, não volta
fee-given-back = { $fee }, devolvida
fee-none = nenhuma
fee-unknown = { $fee }; não se sabe se volta
fee-untold = ainda não se sabe
fee-expected = mais { $fee }
fee-expected-assumed = mais { $fee } (suposição)
refunded-whole = tudo, { $amount }
refunded-part = { $amount }

cost-countered-fee = Uma tarifa de { $amount } é cobrada por responder.
cost-countered-fee-unknown = Pode haver uma tarifa por responder; não se sabe de quanto.
cost-network-fee = Uma tarifa de { $amount }, ou o equivalente na sua moeda, é cobrada para a bandeira do cartão.
cost-network-fee-unknown = A bandeira do cartão pode cobrar uma tarifa; não se sabe de quanto.
cost-received-fee = Uma tarifa de { $amount } é cobrada pela contestação.
cost-received-fee-unknown = Pode haver uma tarifa pela contestação; não se sabe de quanto.
cost-success-share = { $percent } % do que for ganho fica retido.
cost-success-share-unknown = Uma parte do que for ganho fica retida.
cost-back = Ela volta se você ganhar.
cost-assumed = Isto é uma suposição, de { $day }; o saldo mostra quanto foi de verdade.
cost-nothing-submit = Enviar não custa nada por si, segundo { $site }.
cost-nothing-accept = Aceitar não custa outra tarifa, segundo { $site }.
cost-nothing-refund = O reembolso não custa tarifa de contestação, segundo { $site }.
cost-untold = Não se sabe se isto custa algo: a { $provider } não informa.
cost-short-unknown = não se sabe
cost-short-assumed = { $amount } (suposição)

gives-accept = Você abre mão de { $gives }. Uma tarifa já cobrada fica com a { $provider }.
gives-refund = { $gives } saem do seu saldo, e a consulta termina.
gives-refund-open = { $gives } saem do seu saldo. Sobra uma parte do pagamento, por isso a consulta continua aberta e ainda pode virar chargeback. Responda então, com o reembolso como prova.

refunded-title-whole = Este pagamento foi reembolsado por inteiro
refunded-title-part = { $amount } deste pagamento já foram reembolsados
refunded-prove = Comprove: não há prova mais forte do que um reembolso. O que a { $provider } informa aqui vai junto com a sua resposta, a não ser que você escreva outra coisa.
refund-line = { $amount } em { $date }, { $status }
refund-reference = Referência { $reference }
refund-status-succeeded = reembolsado
refund-status-pending = a caminho
refund-status-failed = falhou: não chegou ao cliente
refund-status-canceled = cancelado: não chegou ao cliente
refund-status-requires-action = aguarda o cliente

lost-part = { $back } de { $amount } voltaram.
