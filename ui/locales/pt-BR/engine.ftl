# Textos que o próprio motor escreve: linhas do tempo no `tvist`, lembretes, motivos de uma perda.

timeline-payment = Pagamento
timeline-opened = Caso aberto
timeline-escalated = Virou chargeback
timeline-returned = Voltou para outra resposta
timeline-status-changed = Status alterado
timeline-deadline-changed = Prazo alterado
timeline-amount-changed = Valor alterado
timeline-money-taken = Dinheiro retirado
timeline-money-returned = Dinheiro devolvido
timeline-fee-taken = Tarifa cobrada
timeline-fee-returned = Tarifa devolvida
timeline-loss-reason-arrived = Motivo da perda recebido
timeline-answered-elsewhere = Respondido fora do Tvist
timeline-vanished = Não consta mais no provedor
timeline-contradiction = O provedor se contradiz
timeline-sent = Resposta enviada
timeline-accepted = Perda aceita
timeline-refunded = Reembolsado
timeline-refund-failed = O reembolso falhou
timeline-refused = Recusado pelo provedor
timeline-outcome-unknown = Resultado ainda não conhecido
timeline-not-arrived = Não chegou ao provedor
timeline-arrived-late = Tinha chegado, afinal
timeline-seen-arrived = Você viu no provedor
timeline-seen-missing = Você não viu no provedor
timeline-won = Ganho
timeline-lost = Perdido
timeline-closed = Encerrado
timeline-deadline = Último prazo
timeline-silence = Encerra-se sozinho, no mais tardar
timeline-decision = Decisão esperada

loss-shipping-policy-violated = A política de envio não foi seguida. Revise-a e dê rastreamento claro aos clientes.
loss-proof-of-delivery-inadequate = O comprovante de entrega não bastou. Da próxima vez, inclua o comprovante da transportadora com endereço e data.
loss-proof-of-delivery-missing = Faltou o comprovante de entrega. Anexe um da próxima vez.
loss-customer-details-missing = Faltaram dados do cliente. Da próxima vez, informe nome, endereço e e-mail.
loss-accepted-by-merchant = A perda foi aceita. Quando um caso começa como consulta, um reembolso nessa fase não custa tarifa.
loss-not-countered = Não houve resposta a tempo. Da próxima vez, responda antes da data segura.
loss-not-refunded = O pagamento não foi reembolsado, ou não por inteiro. Da próxima vez, reembolse enquanto o caso é uma consulta.
loss-unspecified = Nenhum motivo foi informado. Compare o que foi enviado com o que ganha este tipo de caso, e envie isso da próxima vez.
loss-unknown = O motivo não é um que conhecemos.

reminder-title = Uma contestação precisa de você
reminder-title-safe = Chegou o último momento seguro de uma contestação
reminder-title-many = { $count } contestações precisam de você
reminder-body = { $case }, { $amount }, { $provider }: por segurança, { $act ->
    [answer] responda
   *[other] resolva
 } até { $safe }. Último momento: { $deadline }.
reminder-body-late = { $case }, { $amount }, { $provider }: { $act ->
    [answer] responda
   *[other] resolva
 } agora. Último momento: { $deadline }.
reminder-body-over = { $case }, { $amount }, { $provider }: o último momento foi { $deadline }. Veja o que ainda é possível.

# When: words in the place of a date where there are some. At midnight the day that goes ends.
moment-today = hoje, às { $time }
moment-tomorrow = amanhã, às { $time }
moment-yesterday = ontem, às { $time }
moment-day = { $weekday ->
    [mon] seg.
    [tue] ter.
    [wed] qua.
    [thu] qui.
    [fri] sex.
    [sat] sáb.
   *[sun] dom.
 }, { $day } de { $month ->
    [jan] jan.
    [feb] fev.
    [mar] mar.
    [apr] abr.
    [may] maio
    [jun] jun.
    [jul] jul.
    [aug] ago.
    [sep] set.
    [oct] out.
    [nov] nov.
   *[dec] dez.
 }, às { $time }
moment-year = { $day } de { $month ->
    [jan] jan.
    [feb] fev.
    [mar] mar.
    [apr] abr.
    [may] maio
    [jun] jun.
    [jul] jul.
    [aug] ago.
    [sep] set.
    [oct] out.
    [nov] nov.
   *[dec] dez.
 } de { $year }, às { $time }
moment-end = 24:00

notice-more = e mais { $count }
notice-practice = Treino: { $text }
notice-title-named = { $who }, { $amount }: responda a tempo
notice-refused-title = Uma conta precisa de uma chave nova
notice-refused-body = O provedor recusa a chave de { $account }. Até ela ser renovada, casos novos e mudanças ali não são vistos.
notice-stale-title = Uma conta não é lida há algum tempo
notice-stale-body = { $account } não pode ser lida. Casos novos e mudanças ali podem não ter sido vistos. O Tvist continua tentando.
notice-warned-title = Um banco alerta para fraude: um reembolso agora pode evitar a contestação
notice-warned-title-many = Bancos alertam para fraude em { $count } pagamentos: reembolsos agora podem evitar contestações
notice-warned-line = { $amount } via { $provider }
notice-warned-unseen = Um pagamento via { $provider }

calendar-title = { $provider }: prazo final de uma disputa, { $amount }
calendar-title-named = { $provider }: prazo final de uma disputa, { $name }, { $amount }
calendar-body = Caso { $case } na { $provider }, { $amount }. Prazo final { $deadline } UTC, seguro até { $safe } UTC.
