/** Whether a contract is an option, settled in quote currency or in coin. */
export function isOptionContract(contract: string): boolean {
  return contract === 'option' || contract === 'inverseOption';
}
