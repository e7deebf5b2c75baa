# A página de prazos e a pasta para programas de calendário.

deadlines-agenda = Agenda
deadlines-today = Hoje
deadlines-today-is = Hoje, { $date }
deadlines-month-before = Mês anterior
deadlines-month-after = Mês seguinte
deadlines-day = { $count ->
    [0] { $date }, nada vence
    [one] { $date }, { $count } prazo
   *[other] { $date }, { $count } prazos
}
deadlines-day-today = Hoje, { $day }
deadlines-rest = { $count ->
    [one] mais { $count }
   *[other] mais { $count }
}
deadlines-safe = seguro até { $day }, { $time }
deadlines-by-rule = por uma regra documentada
deadlines-by-assumed = presumido
deadlines-none = Nenhum caso espera por você. Novos prazos aparecem aqui sozinhos.
deadlines-zone = Dias e horários como no seu computador: { $zone }.
deadlines-keys = As setas movem por dia e semana, Page Up e Page Down por mês. Enter leva aos casos do dia.
no-date = sem data

calendar-folder = Calendário
calendar-folder-why = Mantém um arquivo com todos os prazos e seus alarmes em uma pasta que seu programa de calendário observa. Desligado até você escolher uma pasta.
calendar-choose = Escolher pasta…
calendar-other = Outra pasta…
calendar-off = Parar e apagar o arquivo
calendar-names = Citar compradores no calendário
calendar-problem-folder = O arquivo não pode ser gravado ali. A pasta ainda existe e você pode gravar nela?
calendar-problem-not-ours = Há nesta pasta algo chamado { $file } que o Tvist não gravou para você. Escolha outra pasta ou mova-o.
calendar-problem-slow = A pasta não responde. Os lembretes continuam; o arquivo será gravado quando ela responder.
