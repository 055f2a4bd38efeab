import { z } from 'zod'
import { named, presentRecord, recordShape } from '../http/shapes.ts'
import { type WishItem, wishStatuses } from './wishes.ts'

const text = z.string().nullable()

export const wishShape = recordShape.extend({
  title: z.string(),
  detail: text,
  status: z.enum(wishStatuses),
  answer: text,
  author: named.nullable(),
  votes: z.int(),
  voted: z.boolean().describe('Whether one of the votes is the caller’s.'),
})

export const presentWish = ({ wish, votes, voted, author }: WishItem): z.infer<typeof wishShape> => ({
  ...presentRecord(wish),
  title: wish.title,
  detail: wish.detail,
  status: wish.status,
  answer: wish.answer,
  author,
  votes,
  voted,
})
