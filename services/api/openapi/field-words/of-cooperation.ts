/** Fields of consents, referrals, meetings, measures and placements: name, Swedish, English. */
export const cooperationFields = `
consentId | Samtyckets id. | The id of the consent.
consents | Samtycken. | Consents.
supersedesConsentId | Samtycket som detta ersätter. | The consent that this one replaces.
supersededByConsentId | Samtycket som ersatte detta. | The consent that replaced this one.
parties | De parter som det gäller. | The parties concerned.
purposes | Ändamålen. | The purposes.
categories | Slagen av uppgifter. | The categories of information.
signedOn | Dagen för underskriften. | The day of signing.
lastValidOn | Sista dagen det gäller. | The last day on which it is valid.
expiringFrom | Dagen då det börjar visas som på väg att löpa ut. | The day from which it shows as about to expire.
withdrawnOn | Dagen då det återtogs. | The day on which it was withdrawn.
reliedOnBy | Det som vilar på samtycket. | What relies on the consent.
valid | Om det gäller nu, eller antal som gäller. | Whether it is valid now, or how many are.
ground | Grunden för att dela uppgifter. | The ground for sharing information.
sharingId | Delningens id. | The id of the sharing.
content | Vad som delades. | What was shared.
statuteCodes | Bestämmelser som bryter sekretess. | Provisions that override secrecy.
referralId | Remissens id. | The id of the referral.
referrals | Remisser. | Referrals.
resendOf | Remissen som denna skickas på nytt. | The referral that this one sends again.
resentAs | Remissen som skickades i stället. | The referral that was sent instead.
toParty | Parten som det skickas till. | The party it is sent to.
fromParty | Parten som det kommer från. | The party it comes from.
toOrganisation | Organisationen som det skickas till. | The organisation it is sent to.
suggestedParty | Parten som föreslås i stället. | The party suggested instead.
wantedStartOn | Önskad startdag. | The wanted day of start.
sentOn | Dagen då det skickades. | The day on which it was sent.
firstSentOn | Dagen då det först skickades. | The day on which it was first sent.
sentAt | När det skickades. | When it was sent.
repliedOn | Dagen för svaret. | The day of the answer.
replyDueOn | Dagen då svar behövs. | The day by which an answer is needed.
acceptedOn | Dagen då det togs emot. | The day on which it was accepted.
declinedOn | Dagen då det avböjdes. | The day on which it was declined.
declinedBecause | Avböjda efter skäl. | Declined by reason.
waitlistedOn | Dagen då det ställdes i kö. | The day on which it was put on a waiting list.
interruptedOn | Dagen då det avbröts. | The day on which it was interrupted.
receivedOn | Dagen då det kom. | The day on which it was received.
feedbackId | Återkopplingens id. | The id of the feedback.
feedback | Återkopplingen. | The feedback.
lastFeedbackOn | Dagen för senaste återkopplingen. | The day of the latest feedback.
proposalId | Förslagets id. | The id of the proposal.
openProposal | Förslaget som väntar på beslut. | The proposal that waits for a decision.
change | Ändringen. | The change.
newEndsOn | Ny slutdag. | The new last day.
decision | Beslutet. | The decision.
bdToReply | Arbetsdagar till svar. | Business days to the answer.
daysToStart | Dagar till start. | Days to the start.
daysRunning | Dagar sedan start. | Days since the start.
medianBdToReply | Median av arbetsdagar till svar. | Median of business days to the answer.
medianDaysToStart | Median av dagar till start. | Median of days to the start.
medianDaysRunning | Median av dagar sedan start. | Median of days since the start.
sent | Antal skickade. | Number sent.
waitlisted | Antal i kö. | Number on a waiting list.
accepted | Antal mottagna. | Number accepted.
declined | Antal avböjda. | Number declined.
withdrawn | Antal återtagna. | Number withdrawn.
interrupted | Antal avbrutna. | Number interrupted.
unanswered | Antal utan svar. | Number without an answer.
meetingId | Samtalets id. | The id of the meeting.
meetings | Samtal. | Meetings.
column | Kolumnen på tavlan. | The column of the board.
columns | Antal per kolumn. | Number in each column.
requestedAt | När det begärdes. | When it was asked for.
requestedBy | Parten som begärde det. | The party that asked for it.
urgent | Om det brådskar. | Whether it is urgent.
agenda | Dagordningen. | The agenda.
convenor | Parten som kallar. | The party that convenes.
documentationResponsible | Parten som skriver minnesanteckningar. | The party that writes the minutes.
partyId | Partens id i samtalet. | The id of the party within the meeting.
party | Parten. | The party.
byParty | Parten som orsakade det. | The party that caused it.
ownerParty | Parten som ansvarar. | The party that is responsible.
organisation | Partens organisation. | The organisation of the party.
contact | Partens kontaktuppgift. | How to reach the party.
contactPerson | Kontaktpersonen. | The contact person.
retractedPartyIds | Parter vars kallelse återtas. | Parties whose invitation is retracted.
invitedAt | När parten kallades. | When the party was invited.
letterHash | Kallelsens SHA-256-summa. | The SHA-256 sum of the letter.
reply | Partens svar på kallelsen. | The party's answer to the invitation.
proposedTimes | Tider som parten föreslår. | Times that the party proposes.
attendance | Närvaro. | Attendance.
absentPartyIds | Parter som uteblev. | Parties that did not come.
notified | Om frånvaron var meddelad. | Whether the absence was told beforehand.
openedAt | När kallelsen öppnades. | When the invitation was opened.
holdReason | Varför samtalet är pausat. | Why the meeting is on hold.
onHold | Om det är pausat, eller antal pausade. | Whether it is on hold, or how many are.
moves | Hur många gånger det bokats om. | How many times it was rescheduled.
conclusion | Slutsatsen. | The conclusion.
conclusionText | Slutsatsen i ord. | The conclusion in words.
noMeasuresReasonCode | Varför inga åtgärder avtalades. | Why no measures were agreed.
minutesVersion | Minnesanteckningarnas version. | The version of the minutes.
minutesState | Minnesanteckningarnas läge. | Where the minutes stand.
approvedBy | De som godkänt, eller den andra person som godkänner. | Those who approved, or the second person who approves.
followUpOn | Dagen för uppföljning. | The day of the follow-up.
measureId | Åtgärdens id. | The id of the measure.
measures | Överenskomna åtgärder. | Agreed measures.
supersedesMeasureId | Åtgärden som denna ersätter. | The measure that this one replaces.
supersededByMeasureId | Åtgärden som ersatte denna. | The measure that replaced this one.
costCoverMeasureId | Åtgärden som täcker kostnaden. | The measure that covers the cost.
ownerUserId | Medarbetaren som ansvarar. | The member of staff who is responsible.
agreedOn | Dagen då det överenskoms. | The day of the agreement.
agreedWith | De som det överenskoms med. | Those it was agreed with.
firstDueOn | Den första förfallodagen. | The first due day.
dueDateChanges | Hur många gånger dagen flyttats. | How many times the day was moved.
evidence | Vad som visar att det är gjort. | What shows that it was done.
completedOn | Dagen då det var gjort. | The day on which it was done.
completedLate | Om det blev klart för sent, eller hur många. | Whether it was completed late, or how many were.
agreed | Antal överenskomna. | Number agreed.
started | Antal påbörjade. | Number started.
completed | Antal genomförda. | Number completed.
cancelled | Antal inställda. | Number cancelled.
cancelledBy | Händelsen som ställde in det. | The event that cancelled it.
byOwner | Antal per ansvarig. | Number by owner.
promisedToEmployerId | Arbetsgivaren som åtgärden utlovats till. | The employer that the measure was promised to.
placementId | Praktikens id. | The id of the placement.
placements | Praktiker. | Placements.
participationId | Deltagandets id. | The id of the participation.
supportForm | Stödformen. | The form of support.
supportForms | Stödformernas tillgänglighet. | The availability of the forms of support.
supervisor | Handledaren. | The supervisor.
tasks | Arbetsuppgifterna. | The tasks.
checkedOn | Dagen för avstämningen. | The day of the check.
with | Vem avstämningen gjordes med. | Whom the check was made with.
abortedOn | Dagen då det avbröts. | The day on which it was aborted.
employerId | Arbetsgivarens id. | The id of the employer.
workplaceId | Arbetsplatsens id. | The id of the workplace.
workplaces | Arbetsgivarens arbetsplatser. | The workplaces of the employer.
sector | Vem som äger arbetsgivaren. | Who owns the employer.
industryCode | Bransch (SNI). | Industry (SNI code).
organisationNumber | Organisationsnumret. | The organisation number.
flags | Varningsflaggor. | Flags of warning.
contactLogId | Kontaktens id. | The id of the contact.
contactedOn | Dagen för kontakten. | The day of the contact.
lastContactOn | Dagen för senaste kontakten. | The day of the latest contact.
agreementId | Överenskommelsens id. | The id of the agreement.
theme | Mötets ämne. | The theme of the meeting.
decisions | Vad mötet beslutade. | What the meeting decided.
heldOn | Dagen då det hölls. | The day on which it was held.
ownParties | Parter som hör till den egna förvaltningen. | Parties that belong to the own administration.
`;
