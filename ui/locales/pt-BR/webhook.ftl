# A provider's calls: receiving them here, and registering the address.

webhook-heading = Chamadas da { $provider }
webhook-what = A { $provider } pode chamar um endereço quando um caso muda. O Tvist já pergunta com frequência; isto ajuda onde a { $provider } alcança este computador.
webhook-listen = Escutar em
webhook-listen-hint = Só neste computador, a não ser que você informe outro endereço.
webhook-on = Receber chamadas
webhook-off = Parar de receber
webhook-is-off = Desligado
webhook-is-on = Recebendo em { $at }
webhook-exposed = Outras máquinas alcançam este endereço. Toda chamada precisa mostrar o segredo do registro; as outras são recusadas.
webhook-url = Endereço que a { $provider } deve chamar
webhook-url-hint = https, e precisa levar a este computador.
webhook-known = Registrado pelo Tvist { $moment }: { $url }
webhook-begun = O Tvist tentou registrar { $url } { $moment }; não se sabe se vale. Registrar o mesmo de novo não faz mal.
webhook-unknown = Não se sabe qual endereço vale: a { $provider } não informa.
webhook-sure = Isto substitui o endereço em vigor
webhook-replaces = O endereço que o Tvist registrou antes: { $url }
webhook-replaces-unknown = Não se sabe o que vale agora. Se outro programa escuta as chamadas da { $provider }, não ouvirá mais nada.
webhook-others = Outros eventos a manter
webhook-others-hint = O registro substitui todos os eventos em vigor, e a { $provider } não informa quais são. Marque aqueles de que seus outros programas dependem.
webhook-events = Em vigor depois: { $events }
webhook-ask = Registrar…
webhook-register = Substituir
webhook-registered = Registrado.
error-receiver-address = Isto não é endereço para escutar: é preciso algo como 127.0.0.1:8787.
error-receiver-taken = Outro programa já escuta ali. Escolha outro número.
