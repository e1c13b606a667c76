/** Worker of `baseline/piscina-run`: a task per tick, answered with the quote. */
import { answerTicks } from './plain-workload.js';

export default answerTicks();
