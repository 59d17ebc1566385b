/** Fields that many things have, and those of the interface itself: name, Swedish, English. */
export const commonFields = `
id | Id. | Id.
kind | Vilket slag, en av koderna. | Which kind, one of the codes.
form | Vilken form, en av koderna. | Which form, one of the codes.
code | Koden. | The code.
type | Vilken typ. | Which type.
name | Namnet. | The name.
label | Etiketten. | The label.
title | Rubriken. | The title.
text | Texten, i löpande ord eller på båda språken. | The text, in running words or in both languages.
sv | På svenska. | In Swedish.
en | På engelska. | In English.
note | En anteckning i fri text. | A note in free text.
description | Beskrivningen. | The description.
summary | Sammanfattningen, eller antal för hela listan. | The summary, or counts for the whole list.
detail | Orsak och åtgärd i ord. | Cause and cure in words.
purpose | Syftet. | The purpose.
reasonCode | Skälet, en av koderna. | The reason, one of the codes.
result | Resultatet. | The result.
state | Läget. | The state.
status | Läget eller HTTP-statusen. | The state, or the HTTP status.
stateSince | Sedan när läget gäller. | Since when the state holds.
stateSetBy | Händelsen som satte läget. | The event that set the state.
setBy | Händelsen som satte värdet. | The event that set the value.
since | Sedan när, eller det som hänt sedan dess. | Since when, or what happened since.
tag | Märkning för listor. | A mark for lists.
channel | Hur man möts. | How one meets.
place | Platsen. | The place.
value | Värdet. | The value.
version | Versionen. | The version.
count | Antalet. | The count.
total | Antalet sammanlagt. | The count in total.
items | Raderna på sidan. | The rows of the page.
at | Tidpunkten. | The instant.
on | Dagen. | The day.
from | Från och med. | From and including.
to | Till och med. | To and including.
fromOn | Första dagen. | The first day.
toOn | Sista dagen. | The last day.
untilOn | Dagen till vilken det gäller. | The day until which it holds.
startsAt | När det börjar. | When it starts.
endsAt | När det slutar. | When it ends.
startedAt | När det började. | When it started.
endedAt | När det slutade. | When it ended.
startsOn | Första dagen. | The first day.
endsOn | Sista dagen. | The last day.
startedOn | Dagen då det började. | The day on which it started.
endedOn | Dagen då det slutade. | The day on which it ended.
dueOn | Dagen då det ska vara gjort. | The day by which it should be done.
overdue | Om dagen har passerat, eller hur många som är försenade. | Whether the day has passed, or how many are late.
daysOverdue | Dagar efter förfallodagen. | Days past the due day.
waitingDays | Dagar i väntan. | Days of waiting.
waiting | Antal som väntar. | Number that wait.
ended | Antal avslutade. | Number that ended.
decided | Antal avgjorda. | Number decided.
mainFlow | Antal i huvudflöde. | Number in the main flow.
specialSupport | Antal med särskilt stöd. | Number with special support.
notAssessed | Antal som inte bedömts. | Number not assessed.
mainFlowPercent | Andel i huvudflöde, procent. | Share in the main flow, percent.
specialSupportPercent | Andel med särskilt stöd, procent. | Share with special support, percent.
sharePercent | Andel, procent. | Share, percent.
withinTarget | Om det var inom målet, eller hur många. | Whether it was within the target, or how many were.
withContact | Antal med första kontakt. | Number with a first contact.
withoutContactOverdue | Antal försenade utan kontakt. | Number late without a contact.
bdToContact | Arbetsdagar till första kontakten. | Business days to the first contact.
bdToPlan | Arbetsdagar till planen. | Business days to the plan.
breachBd | Arbetsdagar över målet. | Business days beyond the target.
medianBdToContact | Median av arbetsdagar till första kontakten. | Median of business days to the first contact.
medianBdToPlan | Median av arbetsdagar till planen. | Median of business days to the plan.
planSameDayPercent | Andel med plan samma dag, procent. | Share with a plan on the same day, percent.
byUnit | Per enhet. | By unit.
byCaseworker | Per handläggare. | By caseworker.
stream | Strömmen som kommandot gällde. | The stream that the command was about.
changed | Om något ändrades; false när det redan var så. | Whether anything changed; false where it was so already.
events | Händelserna som kommandot ledde till. | The events that the command led to.
instance | Denna förekomst, med korrelationens id. | This occurrence, with the correlation id.
errors | Varje fel: var, vilken regel, i ord. | Each fault: where, which rule, in words.
details | Id:n, koder och tal som förklarar. | Ids, codes and numbers that explain.
retryAfterSeconds | Sekunder innan ett nytt försök. | Seconds before another try.
pointer | Var felet finns (JSON Pointer). | Where the fault is (JSON Pointer).
limit | Rader per sida. | Rows a page.
number | Sidans nummer, från 1. | The number of the page, from 1.
hasMore | Om det finns fler rader. | Whether there are more rows.
nextCursor | Markören för nästa sida. | The cursor of the next page.
position | Positionen i loggen som svaret speglar. | The log position that the answer reflects.
readAt | När svaret lästes. | When the answer was read.
behindMs | Hur långt efter loggen svaret är, millisekunder. | How far behind the log the answer is, milliseconds.
parked | Rader som inte följer loggen. | Rows that do not follow the log.
apiName | API:ets namn. | The name of the API.
apiVersion | Utgåvan. | The release.
apiReleased | Dagen för utgåvan. | The day of the release.
apiStatus | API:ets status. | The status of the API.
apiDocumentation | Var dokumentationen finns. | Where the documentation is.
apiContact | Vem man vänder sig till. | Whom to turn to.
webhookKeys | Publika nycklar som prövar det webhooks får veta (Ed25519), nyast sist. | Public keys that check what webhooks are told (Ed25519), newest last.
limits | Gränser för anrop. | Limits of requests.
bodyBytes | Största innehåll, byte. | The largest body, bytes.
listLimit | Flest rader per sida. | The most rows a page.
deepestRow | Sista raden som nås med sidnummer. | The last row that page numbers reach.
idempotencyHours | Timmar som en nyckel jämförs. | Hours for which a key is compared.
checks | Varje kontroll och dess utfall. | Each check and its outcome.
ok | Om kontrollen gick bra. | Whether the check went well.
fault | Vad som felas. | What is at fault.
`;
