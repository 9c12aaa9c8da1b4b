// Why what needs the network can't be done now; undefined: it can. Given by the frame, read by every control that needs it.
import { createContext, use } from 'react';

export const OfflineReason = createContext<string | undefined>(undefined);

export const useOfflineReason = (): string | undefined => use(OfflineReason);
