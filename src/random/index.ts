/** Seeded random numbers for markets that are made up. Never for a book: it knows no chance. */
export { SeededRandom } from './seeded-random.js';
