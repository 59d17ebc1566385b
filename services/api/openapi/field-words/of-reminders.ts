/** What the machine reminds of, who hears of it, and how its worker is: name, Swedish, English. */
export const reminderFields = `
reminderId | Påminnelsens id. | The id of the reminder.
ruleId | Regelns namn. | The name of the rule.
ruleNo | Regelns nummer. | The number of the rule.
occurrence | Händelsen som satte igång påminnelsen, och vilken i ordningen. | The event that started the reminder, and the how-manieth.
firedAt | När påminnelsen gavs. | When the reminder was given.
ringAt | När den ringer, skulle ha ringt eller ringde. | When it rings, would have rung, or rang.
ringsAgainOn | Dagen då den ringer igen. | The day on which it rings again.
snoozedUntilOn | Dagen den är uppskjuten till. | The day to which it is put off.
acknowledgedAt | När den kvitterades. | When it was acknowledged.
acknowledgedByUserId | Den som kvitterade. | Who acknowledged it.
reroutedFromUserId | Den som skulle ha fått den men var borta. | Who would have got it, had they not been away.
remindedAt | När man senast påmindes om skälet. | When one was last reminded of the reason.
recipients | De som påmindes. | Those who were reminded.
recipientId | En av dem som påmindes. | One of those who were reminded.
addressedTo | Vilka den riktas till. | Whom it is for.
because | Händelsen som håller tillbaka eller ställer in den. | The event that holds it back or cancels it.
moved | Om den ringer en annan dag än sin egen. | Whether it rings on another day than its own.
settled | Om det den påminde om är klart. | Whether what it reminded of is done.
subjectVersion | Ärendets version när den behövdes. | The version of the case at which it was wanted.
dailyAt | Klockslag för dagens samlade brev. | The time of day of the one daily letter.
inbox | Påminnelser till mig. | Reminders to me.
open | Antalet öppna. | The count of open ones.
whileYouWereAway | Antalet som gick till någon annan medan jag var borta. | The count that went to somebody else while I was away.
webhookId | Mottagarens id. | The id of the receiver.
url | Mottagarens adress. | The address of the receiver.
types | Händelserna som mottagaren får veta; inga betyder alla. | The events that the receiver is told of; none means all.
signature | Hur det signeras: v1a är Ed25519, v1 en delad hemlighet. | How it is signed: v1a is Ed25519, v1 a shared secret.
key | Utskickets nyckel, samma vid varje försök. | The key of the delivery, the same at each attempt.
eventId | Händelsen. | The event.
attempts | Antalet försök. | The count of attempts.
firstAt | Första försöket. | The first attempt.
error | Varför det inte gick, en kod. | Why it did not work, a code.
active | Pågående. | Under way.
bell | Kön som väcker arbetaren. | The queue that wakes the worker.
delayed | Väntar på sin tid. | Waiting for their time.
waiting | Väntar på tur. | Waiting for their turn.
failed | Misslyckade. | Failed.
reachable | Om kön kan nås. | Whether the queue can be reached.
reason | Varför den inte kan nås. | Why it cannot be reached.
warnings | Det som gör kön mindre pålitlig. | What makes the queue less trustworthy.
workers | Arbetarna som ger påminnelser. | The workers that give reminders.
toldAt | När arbetaren senast hördes av. | When the worker was last heard of.
planned | Antalet planerade. | The count of planned ones.
due | Antalet vars tid har kommit. | The count of those whose time has come.
dueNow | Antalet som skulle ha getts nu. | The count that should have been given by now.
lateSeconds | Sekunder den senaste var sen. | Seconds by which the last was late.
lateP99Seconds | Sekunder som 99 av 100 höll sig inom. | Seconds within which 99 of 100 kept.
swept | Antalet som svepet tog hand om utan att kön hade väckt det. | The count that the sweep looked after without the queue having woken it.
rung | Antalet som svepet tog hand om när kön hade väckt det. | The count that the sweep looked after when the queue had woken it.
lastSweepAt | När svepet senast gick. | When the sweep last went.
lastBellAt | När kön senast väckte. | When the queue last woke.
plannerAtHead | Om planeringen hunnit ikapp loggen. | Whether planning has caught up with the log.
unplanned | Antalet ärenden som väntar på planering. | The count of cases that wait to be planned.
faulty | Antalet ärenden som inte kan planeras. | The count of cases that cannot be planned.
contactMissed.days | Arbetsdagar efter utebliven första kontakt. | Business days after a missed first contact.
meetingToSchedule.days | Arbetsdagar till tid för samtalet. | Business days to a time for the meeting.
meetingNoShow.days | Arbetsdagar efter uteblivet samtal. | Business days after a meeting that somebody missed.
followUpMeeting.days | Dagar till uppföljande samtal. | Days to a follow-up meeting.
consentUnanswered.days | Arbetsdagar utan svar på samtycke. | Business days without an answer about consent.
consentExpiring.days | Arbetsdagar före samtyckets sista dag. | Business days before the last day of a consent.
measureOverdue.days | Arbetsdagar efter åtgärdens dag. | Business days after the day of a measure.
measureLongOverdue.days | Arbetsdagar efter åtgärdens dag tills enhetschefen hör av det. | Business days after the day of a measure until the unit lead hears of it.
placementCheck.days | Dagar till första avstämningen av praktik. | Days to the first check of a placement.
placementEnding.days | Arbetsdagar före praktikens slut. | Business days before the end of a placement.
protectionCheck.days | Arbetsdagar till kontroll efter skyddade uppgifter. | Business days to the check after a protected identity.
referralUnanswered.days | Arbetsdagar utan svar på remiss. | Business days without an answer to a referral.
referralOverdue.days | Arbetsdagar efter svarsdagen. | Business days after the day of the answer.
referralNotStarted.days | Arbetsdagar efter planerad start. | Business days after the planned start.
referralFeedback.days | Dagar mellan återkopplingar. | Days between feedbacks.
transferToAcknowledge.days | Arbetsdagar tills överlämningen är kvitterad. | Business days until a transfer is acknowledged.
transferLongUnacknowledged.days | Arbetsdagar tills enhetschefen hör av det. | Business days until the unit lead hears of it.
ring.off | Regler som är avstängda. | Rules that are turned off.
ring.inTheMorning | Regler som ringer på morgonen. | Rules that ring in the morning.
ring.atMidday | Regler som ringer mitt på dagen. | Rules that ring at midday.
`;
