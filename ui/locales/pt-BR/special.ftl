# O que só alguns casos têm: consultas sem documentos, concordância com uma tarifa, respostas do próprio provedor, pagamentos anteriores.

test-case = Caso de teste
test-case-hint = Criado pelo provedor para testes. Nenhum dinheiro real se move.
wallet-title = A { $wallet } cuida deste caso
wallet-text-paypal = Escreva ao cliente pela PayPal. Só na PayPal é possível recorrer de uma decisão contra você. A { $provider } não cobra tarifa de contestação.
wallet-text-amazon-pay = É um caso da Amazon Pay, não de um cartão: a Amazon decide. As regras dos cartões não valem aqui.
wallet-open = Abrir os casos da { $wallet }
wallet-kind-chargeback = chargeback
wallet-kind-claim = reclamação

ways-title = Três caminhos a partir daqui
ways-talk = Falar com o cliente
ways-talk-text = Ele mesmo pode retirar o caso na { $who }; então o caso se encerra sem tarifa.
ways-talk-paused = Enquanto isso, a { $who } suspende os pagamentos do cliente.
ways-talk-mail = Escreva para: { $email }
ways-refund = Reembolsar { $amount }
ways-refund-text = Exatamente o valor em disputa. O caso se encerra sem tarifa de disputa.
ways-refund-part = Exatamente o valor em disputa, de { $whole } pagos. Com um reembolso menor, o resto vira um chargeback.
ways-refund-not = Não é possível reembolsar na { $provider } agora.
ways-wait = Esperar
ways-wait-text = Em { $moment } vira um chargeback por si só: { $amount } e uma tarifa ficam retidos, e então você pode responder, uma vez.
ways-wait-undated = Vira um chargeback por si só: { $amount } e uma tarifa ficam retidos, e então você pode responder, uma vez.
return-title = Uma devolução
return-text = O cliente comprovou a devolução à { $who }: o produto está a caminho, ou chegou e não foi reembolsado. O rastreamento está na { $provider }, em “Issuer evidence”. Quando o pacote estiver a caminho ou tiver chegado, reembolse até { $moment }.
return-text-undated = O cliente comprovou a devolução à { $who }: o produto está a caminho, ou chegou e não foi reembolsado. O rastreamento está na { $provider }, em “Issuer evidence”. Reembolse quando o pacote estiver a caminho ou tiver chegado.

escalated-title = Virou um chargeback em { $date }
escalated-text = { $days ->
    [one] { $amount } e a tarifa estão retidos, e corre um novo prazo, mais curto: um dia a partir daí. O que foi dito antes não vale aqui.
   *[other] { $amount } e a tarifa estão retidos, e corre um novo prazo, mais curto: { $days } dias a partir daí. O que foi dito antes não vale aqui.
}
closed-inquiry = Terminou como consulta, sem tarifa de disputa. Não há mais nada a fazer aqui.
left-no-answer = Sem resposta possível
appeal-title = Este é o recurso
appeal-text = O banco rejeitou a resposta. Agora só são enviados a declaração e os documentos que você adicionar aqui. A bandeira pode cobrar uma tarifa pelo recurso; a { $provider } não informa o valor antes.
by-no-answer = A { $provider } não aceita resposta a este caso.
lost-no-answer = Já chegou perdido: { $who } não permitiu resposta. Nada poderia ter sido enviado.
lost-reason-until = Até { $date }, { $who } ainda pode informar o motivo. O Tvist verifica todos os dias e mostra aqui.

klarna-reason-return = Devolução
klarna-reason-goods-not-received = Produto não recebido
klarna-reason-already-paid = Já pago
klarna-reason-faulty-goods = Produto com defeito
klarna-reason-incorrect-invoice = Fatura incorreta
klarna-reason-high-risk-order = Pedido de alto risco
klarna-reason-unauthorized-purchase = Compra não autorizada
term-klarna-reason = Motivo da Klarna
part-of = { $part } de { $whole }

consent-title = Responder custa { $fee }
consent-text = A { $provider } cobra { $fee }, ou o equivalente na sua moeda, para a bandeira do cartão um ou dois dias depois do envio, e devolve se você ganhar. Outras tarifas de contestação se somam. Aceitar a perda evita essa tarifa.
consent-agree = Concordo com a tarifa da bandeira de { $fee }.
consent-there = Alguém já concordou com essa tarifa na { $provider }.

own-answer-title = A { $provider } talvez responda por você
own-answer-prefer-manual = O que você deixou lá é enviado, mesmo um rascunho; se não houver nada, vai a resposta da própria { $provider }, se houver uma.
own-answer-prefer-smart-disputes = Vai a resposta da própria { $provider }, se houver uma; senão, o que você deixou lá.
own-answer-smart-disputes = Só vai a resposta da própria { $provider }, se houver uma, não importa o que você deixou lá.
own-answer-other = A configuração é “{ $setting }”.
own-answer-on = Isso aconteceria por si só perto do prazo, { $moment }.
own-answer-if = Nem todo caso se qualifica. Se nada for enviado, o caso está perdido.
own-answer-share = A { $provider } fica com { $percent } % do que a própria resposta ganhar.
own-answer-switch = Eu mesmo respondo
own-answer-switching = Mudando…
own-answer-then = Se você mudar, só é enviado o que você enviar.
own-answer-manual-title = Só você responde a este caso
own-answer-manual-text = A { $provider } não envia nada sozinha, nem mesmo no prazo.
own-answer-unavailable-title = A { $provider } não tem resposta própria para este caso
own-answer-unavailable-text = A conta permite que ela responda, mas aqui ela diz que não pode. Só é enviado o que você enviar.
own-answer-switched = Mudado: só vai o que você enviar.

ce3-title = Pagamentos anteriores do mesmo comprador
ce3-lead = Dois pagamentos não contestados com o mesmo cartão podem mostrar que era o mesmo comprador (Visa Compelling Evidence 3.0): de 120 a 364 dias antes do pagamento contestado, como a Stripe conta, ou de 120 a 365 dias antes da contestação, como a Visa conta. O que a { $provider } responde decide. Mesmo o que se qualifica pode ser recusado; preencha também o resto do caso.
ce3-part-disputed = O pagamento em disputa
ce3-part-first-earlier = Primeiro pagamento anterior
ce3-part-second-earlier = Segundo pagamento anterior
ce3-part-same = Igual nos três
    .hint = O endereço IP e um dispositivo, ou um deles e endereço, e-mail ou número de cliente. Deixe vazio o que for diferente.
ce3-part-same-address = O mesmo endereço de entrega nos três
    .hint = Só conta se estiver completo.
ce3-field-product-description = A que se referia
ce3-field-merchandise-or-services = Tipo
ce3-field-charge = Identificação do pagamento
    .hint = Como a { $provider } mostra.
ce3-field-customer-purchase-ip = Endereço IP
ce3-field-customer-device-fingerprint = Impressão digital do dispositivo
ce3-field-customer-device-id = Identificação do dispositivo
ce3-field-customer-email-address = E-mail
ce3-field-customer-account-id = Número de cliente
ce3-field-line1 = Rua e número
ce3-field-line2 = Complemento
ce3-field-postal-code = CEP ou código postal
ce3-field-city = Cidade
ce3-field-state = Estado
ce3-field-country = País, duas letras
ce3-choice-merchandise = Mercadoria
ce3-choice-services = Um serviço
ce3-choice-none = Escolha…
ce3-least = Pelo menos { $count } caracteres.
ce3-known = No pagamento em disputa: { $value }
ce3-take = Usar
ce3-varies = Os três pagamentos têm valores diferentes aqui. O que você escrever vale para todos.
ce3-short = Curto demais para contar.
ce3-missing = { $count ->
    [one] Falta uma coisa
   *[other] Faltam { $count } coisas
}
ce3-find = Procurar pagamentos anteriores
ce3-finding = Procurando…
ce3-found-none = Nenhum pagamento anterior deste cartão foi encontrado.
ce3-found-more = Há mais pagamentos dessa época do que foram examinados.
ce3-meets-before-payment = idade certa para a Stripe
ce3-meets-before-dispute = idade certa para a Visa
ce3-use-0 = Como primeiro
ce3-use-1 = Como segundo
ce3-ask = Perguntar à { $provider } se está qualificado
ce3-asking = Perguntando…
ce3-ask-text = As informações ficam na { $provider } sem serem enviadas; o banco não vê nada. É a única forma de saber.
ce3-status-qualified = A { $provider } diz: está qualificado
ce3-status-qualified-text = Vai junto quando você enviar a resposta.
ce3-status-not-qualified = A { $provider } diz: não está qualificado
ce3-status-not-qualified-text = Confira os dois pagamentos: mesmo cartão, não contestados, com a idade certa. Sem eles vale o resto do caso.
ce3-status-requires-action = A { $provider } diz: falta algo
ce3-status-other = A { $provider } diz: { $status }
ce3-not-current = O que você informa agora ainda não foi mostrado à { $provider }.
ce3-elsewhere = Informações assim foram deixadas na { $provider } fora do Tvist. Elas vão junto com a resposta, a menos que você informe as suas aqui.
ce3-action-missing-customer-identifiers = O que mostra o mesmo comprador nos três pagamentos
ce3-action-missing-disputed-transaction-description = A que se referia o pagamento em disputa
ce3-action-missing-merchandise-or-services = Se era mercadoria ou serviço
ce3-action-missing-prior-undisputed-transaction-description = A que se referiam os pagamentos anteriores
ce3-action-missing-prior-undisputed-transactions = Dois pagamentos anteriores
field-emptied = é retirado
field-yes = sim

problem-ce3-description-missing = Diga a que se referia o pagamento em disputa.
problem-ce3-kind-missing = Diga se era mercadoria ou serviço.
problem-ce3-payments-missing = Informe exatamente dois pagamentos anteriores do mesmo cartão.
problem-ce3-prior-description-missing = Diga a que se referia cada pagamento anterior.
problem-ce3-no-match = O mesmo endereço IP e dispositivo, ou um deles e o mesmo endereço, e-mail ou número de cliente, precisa constar nos três.
problem-ce3-not-offered = O provedor não oferece isto para o caso como está agora.
problem-ce3-nothing-stated = Ainda não há nada informado sobre pagamentos anteriores.
problem-manual-first = O provedor poderia enviar sozinho o que está lá. Escolha primeiro “Eu mesmo respondo”.
problem-file-repaired = Um PDF danificado foi reparado. Olhe todas as páginas.
problem-file-unlocked = Um PDF tinha restrições; a cópia enviada não tem.
problem-file-scripts-removed = Scripts em um PDF ficam de fora.
problem-file-attachments-removed = Arquivos anexados dentro de um PDF ficam de fora.
problem-file-layers-removed = Camadas desligadas em um PDF ficam de fora.
problem-file-comments-removed = Comentários em um PDF ficam de fora; as palavras deles não são enviadas.
problem-file-marks-not-drawn = Marcas em um PDF não puderam ser desenhadas e não aparecem. Imprima o arquivo em um novo PDF.
problem-file-mail-attachments = Arquivos anexados a um e-mail ficam de fora. Adicione-os separadamente.
problem-file-fields-not-drawn = Campos preenchidos de formulário não aparecem. Imprima o formulário em um novo PDF.
problem-file-signature-lost = A assinatura digital de um PDF não sobrevive: todo PDF é escrito de novo.
problem-file-missing-characters = Alguns caracteres não podem ser impressos; um quadrado fica no lugar de cada um.
