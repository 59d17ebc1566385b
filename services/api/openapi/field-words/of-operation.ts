/** How the programs are, as an operator sees them: name, Swedish, English. */
export const operationFields = `
head | Loggens sista position. | The last position of the log.
lagEvents | Antalet händelser som inte är lästa än; saknas när loggens positioner inte räknar dem. | The count of events that are not folded yet; absent where the positions of the log do not count them.
lagSeconds | Åldern på den äldsta händelsen som inte är läst än, sekunder. | The age of the oldest event that is not folded yet, seconds.
batchMs | Hur lång tid den senaste omgången tog, millisekunder. | How long the last batch took, milliseconds.
parkedKeys | Antalet rader som inte följer loggen. | The count of rows that do not follow the log.
fault | Varför läsmodellen inte kan gå vidare, och vad som behöver göras; saknas när inget hindrar den. Eftersläpningen räknas då från loggens början. | Why the read model cannot go on, and what must be done; absent while nothing is in its way. The lag is then counted from the beginning of the log.
holder | Processen som sköter läsmodellen; saknas när ingen gör det. | The process that keeps the read model up to date; absent while none does.
building | Versioner som fylls bredvid den som svarar: samma på nytt, eller en senare utgåvas. | Versions that are filled beside the one that answers: the same anew, or that of a later release.
`;
