-- What this book is. -> streets, numbers, places, communes, source_date
SELECT streets, numbers, places, communes, source_date FROM book
